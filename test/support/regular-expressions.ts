import ts from 'typescript';

/** A regular expression of the sources. */
export interface Expression {
  /** The file and the line. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** What stands for a part of an expression that is not known before the program runs. */
const ANYTHING = 'x';

/** Every expression that a file writes as a literal or makes by `RegExp(…)`. */
export function expressionsIn(path: string, text: string): readonly Expression[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const texts = constantsOf(file);
  const found: Expression[] = [];
  const visit = (node: ts.Node): void => {
    const written = readExpression(node, texts);
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (written) found.push({ place: `${path}:${line}`, ...written });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

type Texts = ReadonlyMap<string, string>;

function readExpression(node: ts.Node, texts: Texts): Omit<Expression, 'place'> | null {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  const isMade = ts.isNewExpression(node) || ts.isCallExpression(node);
  if (!isMade || node.expression.getText() !== 'RegExp') return null;
  const [source, flags] = (node.arguments ?? []).map((argument) => textOf(argument, texts));
  return { source: source ?? ANYTHING, flags: flags ?? '' };
}

/** The text that an expression has, as far as the file alone says so. */
function textOf(node: ts.Expression, texts: Texts): string {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isIdentifier(node)) return texts.get(node.text) ?? ANYTHING;
  if (ts.isTaggedTemplateExpression(node) && ts.isNoSubstitutionTemplateLiteral(node.template)) {
    return node.template.rawText ?? node.template.text;
  }
  if (!ts.isTemplateExpression(node)) return ANYTHING;
  const parts = node.templateSpans.map((span) => textOf(span.expression, texts) + span.literal.text);
  return node.head.text + parts.join('');
}

/** The texts that a file gives names to. */
function constantsOf(file: ts.SourceFile): Texts {
  const texts = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const text = textOf(node.initializer, texts);
      if (text !== ANYTHING) texts.set(node.name.text, text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}
