/** Mantine’s theme: our sizes, one accent, one radius. */
import { ActionIcon, createTheme, type MantineColorsTuple, Switch } from '@mantine/core';

/** The accent of tokens.css from faint to deep. */
const accent: MantineColorsTuple = [
  '#eef0fd',
  '#dcdffa',
  '#bac1f4',
  '#98a3ff',
  '#7c88ec',
  '#6470dd',
  '#5563d6',
  '#4453c7',
  '#3644ab',
  '#2b378c',
];
/** The greys of tokens.css in the dark, from text to the deepest ground. */
const dark: MantineColorsTuple = [
  '#e7e9ed',
  '#c3c8d1',
  '#9ba2b0',
  '#7f8695',
  '#3c424e',
  '#2a2e37',
  '#20242c',
  '#16181d',
  '#121419',
  '#0d0f13',
];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark },
  components: {
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
    ActionIcon: ActionIcon.extend({ classNames: { root: 'quiet-icon' } }),
  },
  defaultRadius: 6,
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: 'var(--tt-mono)',
  fontSizes: { xs: '13px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});
