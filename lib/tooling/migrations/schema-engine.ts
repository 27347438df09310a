import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

// Prisma's schema engine from its npm build (wasm), called without Prisma's CLI: that one would download a binary.
// A development tool: the running server never loads it.

const require = createRequire(import.meta.url);

type DiffTarget =
  | { tag: 'empty' }
  | { tag: 'schemaDatamodel'; files: SchemaFile[] }
  | { tag: 'schemaDatasource'; files: SchemaFile[]; configDir: string };
type SchemaFile = { path: string; content: string };
type SchemaEngine = {
  diff(params: {
    from: DiffTarget;
    to: DiffTarget;
    script: boolean;
    exitCode: boolean;
    filters: { externalTables: string[]; externalEnums: string[] };
  }): Promise<{ exitCode: number; stdout: string | null }>;
};
type EngineModule = {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: { new: (options: object, onLog: () => void, adapter: object) => Promise<SchemaEngine> };
};

async function createEngine(connectionString: string): Promise<SchemaEngine> {
  const modulePath = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = (await import(pathToFileURL(modulePath).href)) as EngineModule;
  const wasm = await WebAssembly.instantiate(readFileSync(modulePath.replace(/\.js$/, '.wasm')), { './schema_engine_bg.js': { ...engine } as never });
  engine.__wbg_set_wasm(wasm.instance.exports);
  (wasm.instance.exports as { __wbindgen_start?: () => void }).__wbindgen_start?.();
  // The engine reports a panic through this global, and only through it.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(`schema engine: ${message}`) } });
  return engine.SchemaEngine.new({}, () => undefined, bindMigrationAwareSqlAdapterFactory(catalogReader(connectionString)));
}

// Catalog columns of types that adapter-pg does not know (oid 18 "char", 194 pg_node_tree, 22 int2vector, 30 oidvector), by the
// text type that it does know and that reads the same.
const READ_AS: Readonly<Record<number, number>> = { 18: 1042, 194: 25, 22: 1005, 30: 1028 };
const CHAR = 18;

/** The pg adapter, made able to read every column of the system catalogs that the engine asks for. */
function catalogReader(connectionString: string): SqlMigrationAwareDriverAdapterFactory {
  const originalOf = new WeakMap<object, number>();
  const prototype = (pg as unknown as { Result: { prototype: { addFields(fields: { dataTypeID: number }[]): void } } }).Result.prototype;
  const addFields = prototype.addFields;
  prototype.addFields = function (this: object, fields) {
    for (const field of fields) {
      originalOf.set(field, field.dataTypeID);
      field.dataTypeID = READ_AS[field.dataTypeID] ?? field.dataTypeID;
    }
    addFields.call(this as never, fields);
  };
  const factory = new PrismaPg({ connectionString, max: 2 });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const inner = adapter as unknown as { performIO(query: object): Promise<{ fields: object[] }> };
    const queryRaw = adapter.queryRaw.bind(adapter);
    const performIO = inner.performIO.bind(adapter);
    let fields: object[] = [];
    inner.performIO = async (query) => {
      const result = await performIO(query);
      fields = result.fields;
      return result;
    };
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      fields.forEach((field, index) => {
        if (originalOf.get(field) === CHAR) result.columnTypes[index] = ColumnTypeEnum.Character;
      });
      return result;
    };
    return adapter;
  };
  return factory;
}

function schemaFiles(): SchemaFile[] {
  const folder = path.resolve('prisma/schema');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => ({ path: path.join(folder, name), content: readFileSync(path.join(folder, name), 'utf8') }));
}

/**
 * SQL that takes a database to prisma/schema: that database as it is, or an empty one. Empty text when nothing is to be done.
 * The engine insists on a live connection even where it compares with nothing.
 */
export async function sqlToSchema(connectionString: string, from: 'database' | 'empty' = 'database'): Promise<string> {
  const files = schemaFiles();
  const engine = await createEngine(connectionString);
  const { exitCode, stdout } = await engine.diff({
    from: from === 'empty' ? { tag: 'empty' } : { tag: 'schemaDatasource', files, configDir: process.cwd() },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  return exitCode === 0 ? '' : (stdout ?? 'The schema engine found a difference that it cannot write as SQL.');
}
