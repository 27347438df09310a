const ADDRESS = /(https?:\/\/[^\s<>"]+)/;

/** Plain text whose web addresses are plain links. */
export function LinkedText({ text }: { text: string }) {
  return text.split(ADDRESS).map((part, index) =>
    index % 2 === 1 ? <a key={index} href={part} className="text-accent underline underline-offset-3">{part}</a> : part,
  );
}
