import type { SpawnOptions } from 'node:child_process';

/** The repository's folder. */
export const ROOT: string;
/** Runs a program with our terminal and answers its exit status, 128 + n after a signal. */
export function run(command: string, args: string[], options?: SpawnOptions): Promise<number>;
/** Runs a program and answers its status and all that it printed. */
export function capture(command: string, args: string[], env?: Record<string, string>): Promise<{ status: number | null; output: string }>;
/** Installs packages when the lock changed and generates the database client when the schema did. One process at a time. */
export function prepare(): Promise<void>;
/** Builds unless the build is of these sources. One process at a time. */
export function ensureBuilt(): Promise<void>;
export function isBuilt(): boolean;
/** SHA-256 over everything that a build reads. */
export function sourcesHash(): string;
/** Marks the build in place as one of the sources of that hash. */
export function stampBuild(hash: string): void;
