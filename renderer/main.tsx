/** Entry of the page: joins client, store and parts. */
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/controls.css';
import './ui/frame.css';
import './ui/tables.css';
import './ui/parts.css';
import './ui/notices.css';
import './ui/palette.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createAppViewStore } from './bridge/app-view-store.ts';
import { ClientContext, createClient, type RawClient } from './bridge/client.ts';
import { StoreContext } from './bridge/use-app-view.ts';
import { theme } from './theme.ts';

/** Styles made by the page carry this load's number; the policy refuses all others. */
const styleNonce = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? '';
// The name under which the library that locks scrolling behind a dialog looks for it.
(globalThis as Record<string, unknown>).__webpack_nonce__ = styleNonce;

const client = createClient((globalThis as unknown as { readonly tooltray: RawClient }).tooltray);
const store = createAppViewStore(client.subscribe);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
        <ClientContext value={client}>
          <StoreContext value={store}>
            <App />
          </StoreContext>
        </ClientContext>
      </MantineProvider>
    </StrictMode>,
  );
}
