/** An id with its middle left out: enough of both ends to tell two apart. Short ones stay whole. */
export function shortenMiddle(id: string, head = 12, tail = 4): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}\u2026${id.slice(-tail)}`;
}
