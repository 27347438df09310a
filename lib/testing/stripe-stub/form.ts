/** What a form-encoded body holds: text, or an object by names. A list is an object by numbers. */
export type FormValue = string | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

/** Reads `a[b][0]=c` as Stripe does. */
export function parseForm(text: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const [first = '', ...rest] = name.split('[').map((part) => part.replace(/\]$/, ''));
    put(form, [first, ...rest], value);
  }
  return form;
}

function put(form: Form, [name = '', ...inner]: string[], value: string): void {
  if (inner.length === 0) {
    form[name] = value;
    return;
  }
  const child = form[name];
  const object = typeof child === 'object' ? child : {};
  form[name] = object;
  put(object, inner, value);
}

/** Reads the JSON of v2 requests as the same kind of thing: numbers and booleans as text, lists by numbers. */
export function parseJsonForm(text: string): Form {
  const toValue = (value: unknown): FormValue => (typeof value === 'object' && value !== null ? toForm(value) : String(value));
  const toForm = (value: object): Form => Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toValue(inner)]));
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? toForm(parsed) : {};
}
