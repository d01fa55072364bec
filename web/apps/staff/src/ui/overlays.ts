/**
 * Where dialogs and sheets are put. Anywhere but <body>: there antd would lock scrolling with a style element that has no
 * nonce, which the content security policy refuses; the page itself never scrolls, only <main> does.
 */
export const overlays = (): HTMLElement => document.getElementById('overlays') ?? document.body;
