import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/s/',
  plugins: [react()],
  // The server puts a fresh nonce in place of {{nonce}} in every response of staff.html.
  html: { cspNonce: '{{nonce}}' },
  build: {
    outDir: '../../dist/staff',
    emptyOutDir: true,
    manifest: true,
    target: ['chrome90', 'safari15', 'firefox90'],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: 'staff.html',
      output: {
        // Named groups, so that budgets can be asserted and a page's change does not invalidate the libraries.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/ },
            { name: 'data', test: /node_modules[\\/](@tanstack|i18next|react-i18next|openapi-fetch)[\\/]/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
