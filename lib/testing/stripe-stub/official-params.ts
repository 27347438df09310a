import path from 'node:path';
import ts from 'typescript';
import { PREVIEW_PARAMS, type PreviewParams } from './preview-params';
import type { Form, FormValue } from './form';

const RESOURCES = path.resolve('node_modules/stripe/esm/resources');
const FILES = ['PaymentIntents.d.ts', 'Refunds.d.ts', 'Checkout/Sessions.d.ts', 'V2/Core/Accounts.d.ts', 'V2/Core/AccountLinks.d.ts', 'Payouts.d.ts'].map((name) => path.join(RESOURCES, name));

const NAMESPACES: readonly string[] = ['Checkout', 'V2', 'Core'];

/** The parameters of an operation as the library's own types name them. */
export type Operation =
  | 'PaymentIntentCreateParams'
  | 'PaymentIntentRetrieveParams'
  | 'PaymentIntentCaptureParams'
  | 'PaymentIntentCancelParams'
  | 'PaymentIntentSearchParams'
  | 'RefundCreateParams'
  | 'RefundRetrieveParams'
  | 'RefundListParams'
  | 'SessionCreateParams'
  | 'SessionRetrieveParams'
  | 'SessionExpireParams'
  | 'AccountCreateParams'
  | 'AccountRetrieveParams'
  | 'AccountLinkCreateParams'
  | 'PayoutListParams';

export type ParamFault = { readonly code: 'parameter_unknown' | 'parameter_missing' | 'parameter_invalid'; readonly param: string };

/** The first parameter that the official types of the installed library, and the written list for the version, do not bear; null where all is well. */
export function faultOfParams(operation: Operation, form: Form, version: string): ParamFault | null {
  const preview = PREVIEW_PARAMS.find((each) => each.operation === operation && each.version === version && isGiven(each, form));
  const official = preview ? Object.fromEntries(Object.entries(form).filter(([name]) => name !== preview.within)) : form;
  return (preview && faultOfPreview(preview, form)) ?? faultOfObject(official, typeOf(operation), '');
}

const isGiven = ({ within, names }: PreviewParams, form: Form): boolean => {
  const object = form[within];
  return typeof object === 'object' && names.some((name) => name in object);
};

/** Where a preview parameter stands, nothing else does. */
function faultOfPreview({ within, names }: PreviewParams, form: Form): ParamFault | null {
  const unknown = Object.keys(form[within] ?? {}).find((name) => !names.includes(name));
  return unknown === undefined ? null : { code: 'parameter_unknown', param: `${within}[${unknown}]` };
}

let loaded: { checker: ts.TypeChecker; exports: Map<string, ts.Symbol> } | undefined;

function load(): NonNullable<typeof loaded> {
  if (loaded) return loaded;
  const options: ts.CompilerOptions = { lib: ['lib.es5.d.ts'], types: [], skipLibCheck: true, strict: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const host = ts.createCompilerHost(options);
  // Parameters are made of the file's own types and the shared ones; to load every other resource takes seconds. What is missing fails below.
  const shared = { resolvedFileName: path.resolve(RESOURCES, '../shared.d.ts'), extension: ts.Extension.Dts };
  host.resolveModuleNameLiterals = (literals) => literals.map(({ text }) => ({ resolvedModule: text.endsWith('/shared.js') ? shared : undefined }));
  const program = ts.createProgram(FILES, options, host);
  const checker = program.getTypeChecker();
  const exports = new Map<string, ts.Symbol>();
  const addInner = (namespace: ts.Symbol): void => {
    for (const inner of checker.getExportsOfModule(namespace)) {
      exports.set(inner.name, inner);
      if (NAMESPACES.includes(inner.name)) addInner(inner);
    }
  };
  for (const file of FILES) {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      exports.set(symbol.name, symbol);
      // Those of Checkout and of V2.Core stand in namespaces of those names.
      if (NAMESPACES.includes(symbol.name)) addInner(symbol);
    }
  }
  return (loaded = { checker, exports });
}

function typeOf(operation: Operation): ts.Type {
  const { checker, exports } = load();
  const symbol = exports.get(operation);
  if (!symbol) throw new Error(`the stripe package has no ${operation}`);
  return checker.getDeclaredTypeOfSymbol(symbol);
}

const nameOf = (within: string, name: string): string => (within === '' ? name : `${within}[${name}]`);

function faultOfObject(form: Form, type: ts.Type, within: string): ParamFault | null {
  const { checker } = load();
  const index = type.getStringIndexType() ?? type.getNumberIndexType();
  for (const [name, value] of Object.entries(form)) {
    const property = index ? undefined : type.getProperty(name);
    const expected = index ?? (property && checker.getTypeOfSymbol(property));
    if (!expected) return { code: 'parameter_unknown', param: nameOf(within, name) };
    const fault = faultOfValue(value, expected, nameOf(within, name));
    if (fault) return fault;
  }
  const missing = index ? undefined : type.getProperties().find(({ name, flags }) => (flags & ts.SymbolFlags.Optional) === 0 && !(name in form));
  return missing ? { code: 'parameter_missing', param: nameOf(within, missing.name) } : null;
}

/** Of a union the value has to fit one member; of an object's members the first fault is told. */
function faultOfValue(value: FormValue, type: ts.Type, name: string): ParamFault | null {
  const members = type.isUnion() ? type.types : [type];
  if (members.some(({ flags }) => (flags & ts.TypeFlags.Any) !== 0)) throw new Error(`the type of ${name} was not loaded`);
  if (typeof value === 'string') return members.some((member) => fitsText(value, member)) ? null : { code: 'parameter_invalid', param: name };
  const faults = members.filter(({ flags }) => (flags & ts.TypeFlags.Object) !== 0).map((member) => faultOfObject(value, member, name));
  if (faults.includes(null)) return null;
  return faults[0] ?? { code: 'parameter_invalid', param: name };
}

/** A text that the types know. An enum is left open for what later versions bring (`OtherString`, an intersection): that is no value of today. */
function fitsText(text: string, type: ts.Type): boolean {
  if (type.isStringLiteral()) return type.value === text;
  if ((type.flags & ts.TypeFlags.String) !== 0) return true;
  if ((type.flags & ts.TypeFlags.Number) !== 0) return /^-?\d+(\.\d+)?$/.test(text);
  if ((type.flags & ts.TypeFlags.BooleanLiteral) !== 0) return load().checker.typeToString(type) === text;
  return false;
}
