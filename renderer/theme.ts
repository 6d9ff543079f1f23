/** Mantine’s theme: our sizes, one accent, one radius, one shadow; the values behind it are in ui/tokens.css. */
import { ActionIcon, Button, createTheme, type MantineColorsTuple, Menu, Modal, Switch, Tooltip } from '@mantine/core';

/** The accent of tokens.css from faint to deep. */
const accent: MantineColorsTuple = [
  '#eceefc',
  '#dcdffa',
  '#bac1f4',
  '#9aa5ff',
  '#7c88ec',
  '#6470dd',
  '#5563d6',
  '#4453c7',
  '#3644ab',
  '#2b378c',
];
/** For buttons that take something away: white on it is readable in light (7) and dark (6). */
const red: MantineColorsTuple = [
  '#fdf1f0',
  '#fadbd9',
  '#f3b5b2',
  '#ff837a',
  '#e0605c',
  '#cf4544',
  '#c43537',
  '#bd2729',
  '#9c1f21',
  '#7e181a',
];
/** The greys of tokens.css in the dark, from text to the deepest ground. */
const dark: MantineColorsTuple = [
  '#e6e8ec',
  '#c3c8d1',
  '#9aa1af',
  '#7f8695',
  '#3b414d',
  '#282c35',
  '#1f232a',
  '#16181d',
  '#111317',
  '#0c0e11',
];

/** Everything that moves is done by then; a person with reduced motion sees no movement at all. */
const motionMs = 120;

/** Buttons on the 4 px grid; Mantine’s own heights are not. */
const buttonSizes: Readonly<Record<string, { readonly height: string; readonly padding: string }>> = {
  xs: { height: '28px', padding: '10px' },
  sm: { height: '32px', padding: '12px' },
  'compact-xs': { height: '24px', padding: '8px' },
};

function buttonVariables(size: unknown): Record<string, string> {
  const found = buttonSizes[String(size ?? 'sm')];
  return found === undefined ? {} : { '--button-height': found.height, '--button-padding-x': found.padding, '--button-fz': '13px' };
}

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark, red },
  components: {
    ActionIcon: ActionIcon.extend({ classNames: { root: 'quiet-icon' } }),
    Button: Button.extend({ vars: (_theme, props) => ({ root: buttonVariables(props.size) }) }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: motionMs } } }),
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: { duration: motionMs, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    }),
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: motionMs } } }),
  },
  defaultRadius: 6,
  fontFamily: 'var(--tt-font)',
  fontFamilyMonospace: 'var(--tt-mono)',
  fontSizes: { xs: '13px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});
