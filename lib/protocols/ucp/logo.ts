const HUES = 360;

/** A square with the initials of a name. The letters alone come from the name, so nothing of it can be markup. */
export function drawLogo(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const initials = words.slice(0, 2).map((word) => [...word][0]?.toUpperCase()).join('');
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % HUES, 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256" role="img" aria-label="${initials}">`,
    `<rect width="256" height="256" rx="48" fill="hsl(${hue} 45% 32%)"/>`,
    `<text x="128" y="128" dy=".36em" text-anchor="middle" font-family="system-ui, sans-serif" font-size="104" font-weight="600" fill="#fff">${initials}</text>`,
    '</svg>',
  ].join('');
}
