// What a device does with a push (lib/notification): shows it, or takes away what is shown. It keeps nothing and answers no request of a page.

/** Every push must show something, or browsers end the subscription: so a withdrawal first says what became of it, without a sound. */
const WITHDRAWN_FOR_MS = 4000;

/** Of our own origin, whatever a message says. */
const ownPath = (path) => {
  const url = new URL(path, self.location.origin);
  return url.origin === self.location.origin ? url.href : self.location.origin;
};

async function show({ tag, title, body, url, stopUrl }) {
  await self.registration.showNotification(title, {
    tag,
    body,
    renotify: true,
    requireInteraction: url.startsWith('/approve/'),
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: { url, stopUrl },
    actions: stopUrl === undefined ? [] : [{ action: 'stop', title: 'Stop all agents' }],
  });
}

async function withdraw({ tag, title, body, url }) {
  await self.registration.showNotification(title, { tag, body, silent: true, icon: '/icons/icon-192.png', badge: '/icons/badge-96.png', data: { url } });
  await new Promise((resolve) => setTimeout(resolve, WITHDRAWN_FOR_MS));
  for (const notification of await self.registration.getNotifications({ tag })) notification.close();
}

self.addEventListener('push', (event) => {
  const message = event.data.json();
  event.waitUntil(message.type === 'withdraw' ? withdraw(message) : show(message));
});

async function open(href) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find((page) => page.url === href);
  return there ? there.focus() : self.clients.openWindow(href);
}

self.addEventListener('notificationclick', (event) => {
  const { url, stopUrl } = event.notification.data;
  event.notification.close();
  event.waitUntil(open(ownPath(event.action === 'stop' ? stopUrl : url)));
});

/** The push service gives this browser another address: the server learns it, as long as the person is signed in here. */
async function resubscribe({ oldSubscription, newSubscription }) {
  if (!oldSubscription) return;
  const { applicationServerKey } = oldSubscription.options;
  const subscription = newSubscription ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const { endpoint, keys } = subscription.toJSON();
  await fetch('/api/agent/v1/wallet/push-subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, keys, replaces: oldSubscription.endpoint }),
  });
}

self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(resubscribe(event)));

// A new version serves at once: it has no cache that an older page could depend on.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
