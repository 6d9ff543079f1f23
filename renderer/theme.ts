/** Mantine’s theme: our sizes, one accent, one radius. */
import { createTheme } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 6,
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: 'var(--tt-mono)',
  fontSizes: { xs: '13px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});
