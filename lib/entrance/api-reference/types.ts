/** One field of a body, a query or an answer, as a line of its table. `depth` says how far it is nested. */
export type FieldView = { readonly name: string; readonly depth: number; readonly type: string; readonly required: boolean; readonly words: string | null };

/** What a body may be: under a title where there are several. */
export type ShapeView = { readonly title: string | null; readonly type: string; readonly fields: readonly FieldView[] };

export type ParameterView = { readonly name: string; readonly where: 'path' | 'query' | 'header'; readonly required: boolean; readonly type: string; readonly words: string | null };

export type AnswerView = { readonly status: string; readonly words: string; readonly mediaType: string | null; readonly fields: readonly FieldView[] };

export type OperationView = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly details: string | null;
  /** Who may call, in words; each will do. */
  readonly credentials: readonly string[];
  readonly parameters: readonly ParameterView[];
  readonly body: { readonly mediaTypes: readonly string[]; readonly required: boolean; readonly shapes: readonly ShapeView[] } | null;
  readonly answers: readonly AnswerView[];
  readonly curl: string;
};

export type GroupView = { readonly title: string; readonly anchor: string; readonly operations: readonly OperationView[] };

export type WireSummary = { readonly wire: string; readonly title: string; readonly words: string; readonly endpoints: number };

export type WireReference = WireSummary & { readonly groups: readonly GroupView[]; /** The error that every answer may be. */ readonly error: readonly FieldView[] };
