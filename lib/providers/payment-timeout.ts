/** The network did not answer in time. Whether it acted is not known: ask `retrieve`, never repeat blindly. */
export class PaymentTimeout extends Error {
  override readonly name = 'PaymentTimeout';
}

/** Waits for `work` so long and no longer; throws PaymentTimeout then. What was begun goes on by itself. */
export async function withTimeout<T>(name: string, timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new PaymentTimeout(`The payment network did not answer ${name} within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
