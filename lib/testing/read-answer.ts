/** The text of an answer; of a stream of events, which does not end by itself, the data of its first event. */
export async function readAnswer(response: Response): Promise<string> {
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const data = /^data: (.*)\n\n/m.exec(text)?.[1];
      if (data !== undefined) return data;
      const { done, value } = await reader.read();
      if (done) return '';
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel();
  }
}
