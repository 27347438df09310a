import { buttonLook } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/copy';
import type { FeedWords } from './feed-words';

/** The same catalogue as files, for a platform that fetches. */
export const FeedFiles = ({ base, words }: { base: string; words: FeedWords }) => (
  <>
    <p className="mb-3 text-muted">{words.filesLead}</p>
    <CodeBlock what={words.addresses} code={`${base}/metadata.json\n${base}/products.jsonl`} />
    <div className="mt-3 flex flex-wrap gap-2 max-sm:*:w-full">
      {['metadata.json', 'products.jsonl'].map((file) => (
        <a key={file} href={`${base}/${file}`} download={file} className={buttonLook({})}>
          {words.download} {file}
        </a>
      ))}
    </div>
  </>
);
