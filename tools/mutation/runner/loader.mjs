/**
 * Lets Node itself run sources and tests, so that they can be loaded afresh for each mutant: what is imported by a
 * module whose address ends in `?run=3` is loaded for run 3, too. Types are dropped, not checked.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const GLOBALS = new URL('./globals.mjs', import.meta.url).href;

const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  useDefineForClassFields: false,
};

/** What was compiled: the files of a sandbox do not change, only which of their mutants is switched on. */
const compiled = new Map();

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
  const { parentURL = '' } = context;
  const { pathname, search } = parentURL.startsWith('file:')
    ? new URL(parentURL)
    : { pathname: '', search: '' };
  if (!specifier.startsWith('.') || !pathname.endsWith('.ts')) return next(specifier, context);
  return { url: new URL(specifier.replace(/\.js$/, '.ts'), parentURL).href + search, shortCircuit: true };
}

export async function load(url, context, next) {
  const { pathname } = new URL(url);
  if (!pathname.endsWith('.ts')) return next(url, context);
  const fileName = fileURLToPath(`file://${pathname}`);
  if (!compiled.has(fileName)) {
    const source = await readFile(fileName, 'utf8');
    compiled.set(fileName, ts.transpileModule(source, { fileName, compilerOptions }).outputText);
  }
  return { format: 'module', source: compiled.get(fileName), shortCircuit: true };
}
