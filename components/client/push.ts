import { deviceName } from '@/lib/kernel/device-name';
import { call } from './http';

/** Whether this browser is told. `unsupported`: it cannot be, or not before the site is on the home screen (iOS). */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

const isSupported = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function currentSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** The fingerprint by which the server lists this browser; null when it is not subscribed. */
export async function ownFingerprint(): Promise<string | null> {
  const subscription = isSupported() ? await currentSubscription() : null;
  return subscription && sha256Hex(subscription.endpoint);
}

/** Where this browser stands, given the fingerprints that the server lists for the owner. */
export async function readPushState(listed: readonly string[]): Promise<PushState> {
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const fingerprint = await ownFingerprint();
  return fingerprint !== null && listed.includes(fingerprint) ? 'on' : 'off';
}

/** Asks the person, subscribes this browser and tells the server. Null when it is done, else what to tell. */
export async function turnOn(applicationServerKey: string): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') return 'Your browser did not allow notifications, so nothing changed.';
  try {
    await navigator.serviceWorker.register('/sw.js');
    const registration = await navigator.serviceWorker.ready;
    // One that was made for another key of the server can be told nothing by this one.
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
    const { endpoint, keys } = subscription.toJSON();
    const answer = await call('POST', '/api/agent/v1/wallet/push-subscriptions', { endpoint, keys, label: deviceName(navigator.userAgent) });
    return answer.ok ? null : answer.message;
  } catch {
    return 'The push service of your browser could not be reached. Try again later; mails reach you all the same.';
  }
}

/** Takes a device off the list; this browser also forgets its subscription. Null when it is done, else what to tell. */
export async function removeDevice(device: { id: string; fingerprint: string }): Promise<string | null> {
  const answer = await call('DELETE', `/api/agent/v1/wallet/push-subscriptions/${encodeURIComponent(device.id)}`);
  if (!answer.ok) return answer.message;
  if ((await ownFingerprint()) === device.fingerprint) await (await currentSubscription())?.unsubscribe();
  return null;
}
