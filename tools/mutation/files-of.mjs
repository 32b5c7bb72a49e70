import { readdir, readFile, stat } from 'node:fs/promises';
import ts from 'typescript';

/** The tests of these files and folders, in their order. */
export async function filesOf(paths) {
  const found = await Promise.all(paths.map(specsIn));
  return found.flat();
}

async function specsIn(path) {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => name.endsWith('.spec.ts'))
    .sort()
    .map((name) => `${path}/${name}`);
}

/** Those functions and methods of files whose names match, as Stryker names ranges: `path:line:column-line:column`. */
export async function rangesOf(paths, names) {
  const found = await Promise.all(paths.map((path) => functionsIn(path, names)));
  return found.flat();
}

async function functionsIn(path, names) {
  const source = ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.Latest);
  const ranges = [];
  const visit = (node) => {
    const isFunction = ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node);
    if (isFunction && names.test(node.name.text)) ranges.push(`${path}:${span(source, node)}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return ranges;
}

function span(source, node) {
  const place = (position) => {
    const { line, character } = source.getLineAndCharacterOfPosition(position);
    return `${line + 1}:${character}`;
  };
  return `${place(node.getStart(source))}-${place(node.end)}`;
}
