import type { ReactNode } from 'react';
import { CodeBlock } from '@/components/ui/copy';
import type { AnswerView, OperationView, ParameterView } from '@/lib/entrance/api-reference';
import { Fields } from './fields';

/** One endpoint: a line that opens. Search in the page and a link to it open it too. */
export function Operation({ operation }: { operation: OperationView }) {
  const { id, method, path, summary, details, credentials, parameters, body, answers, curl } = operation;
  return (
    <details className="group">
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-raised sm:px-5">
        <span className="w-14 shrink-0 font-mono text-[12px]/5 font-medium">{method}</span>
        <code className="font-mono text-[13px]/5 wrap-anywhere">{path}</code>
        <span className="text-muted max-sm:w-full">{summary}</span>
      </summary>
      <div id={id} className="space-y-4 border-t border-border bg-bg px-4 py-4 sm:px-5">
        {details ? <p className="max-w-[72ch]">{details}</p> : null}
        <Part title="Who may call">
          <ul className="space-y-1 text-muted">
            {credentials.map((words) => <li key={words}>{words}</li>)}
          </ul>
        </Part>
        <Parameters of={id} parameters={parameters} />
        {body ? (
          <Part title={body.required ? 'Body' : 'Body, which may be left out'}>
            <p className="mb-2 text-[13px]/5 text-muted">{body.mediaTypes.join(' or ')}</p>
            {body.shapes.length === 1 ? (
              body.shapes.map((shape) => <Fields key={id} caption={`Body of ${method} ${path}`} fields={shape.fields} />)
            ) : (
              body.shapes.map(({ title, type, fields }) => (
                <details key={title} className="mb-2">
                  <summary className="cursor-pointer py-1 font-mono text-[13px]/5">{title}</summary>
                  {fields.length > 0 ? <Fields caption={`Body of ${method} ${path}, ${title ?? ''}`} fields={fields} /> : <p className="text-muted">{type}</p>}
                </details>
              ))
            )}
          </Part>
        ) : null}
        <Answers of={`${method} ${path}`} answers={answers} />
        <Part title="Call it">
          <CodeBlock what={`Command that calls ${method} ${path}`} code={curl} />
        </Part>
      </div>
    </details>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-[13px]/5 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Parameters({ of, parameters }: { of: string; parameters: readonly ParameterView[] }) {
  if (parameters.length === 0) return null;
  return (
    <Part title="Parameters">
      <dl className="divide-y divide-border rounded-card border border-border bg-surface text-[13px]/5">
        {parameters.map(({ name, where, required, type, words }) => (
          <div key={`${of} ${where} ${name}`} className="px-4 py-2">
            <dt>
              <code className="font-mono">{name}</code>
              <span className="ml-2 text-muted">{where}{required ? ', required' : ''}</span>
            </dt>
            <dd className="text-muted wrap-anywhere">{words ? `${words} ` : ''}{type}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

function Answers({ of, answers }: { of: string; answers: readonly AnswerView[] }) {
  return (
    <Part title="Answers">
      <ul className="space-y-2">
        {answers.map(({ status, words, mediaType, fields }) => (
          <li key={status}>
            <p className="mb-1">
              <span className="tabular mr-2 font-mono text-[13px]/5 font-medium">{status}</span>
              {words}
              {mediaType === null || mediaType === 'application/json' ? null : <span className="ml-2 font-mono text-[12px]/5 text-muted">{mediaType}</span>}
            </p>
            <Fields caption={`Answer ${status} of ${of}`} fields={fields} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
