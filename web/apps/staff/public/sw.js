// Only one thing: a page in our words where the browser would show its own when there is no network.
// No answer of the API and no script is ever kept here.
const KEPT = 'leye-offline-1';
const PAGE = '/s/offline.html';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([PAGE, '/s/offline.css'])).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  else if (new URL(request.url).pathname === '/s/offline.css') event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
