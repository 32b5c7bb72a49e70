import { randomBytes } from 'node:crypto';
import type { Forgery, Originals } from './forgeries.js';
import { alter, sign } from './tokens.js';

const LARGE = 20_000;

/** A token of the same claims whose signature has a letter that the two alphabets of Base64 spell differently. */
function withSpecialLetters(token: string): string {
  for (;;) {
    const found = sign(alter(token, {}));
    if (/[-_]/.test(found.split('.')[2] ?? '')) return found;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes in other letters: the last two bits of the last one mean nothing. */
const respelled = (token: string): string => {
  const at = ALPHABET.indexOf(token.at(-1) ?? '');
  return token.slice(0, -1) + (ALPHABET[at ^ 1] ?? '');
};

/** Tokens that were good before they were cut, stretched, spelled otherwise or mixed. */
export function brokenTokens({ own, other }: Originals): readonly Forgery[] {
  const [header = '', payload = '', signature = ''] = own.split('.');
  const [, otherPayload = '', otherSignature = ''] = other.split('.');
  const special = withSpecialLetters(own);
  return [
    ['without its end', own.slice(0, -1)],
    ['without its beginning', own.slice(1)],
    ['cut in half', own.slice(0, own.length / 2)],
    ['without a signature', `${header}.${payload}`],
    ['with an empty signature', `${header}.${payload}.`],
    ['without a payload', `${header}..${signature}`],
    ['without a header', `.${payload}.${signature}`],
    ['a header alone', `${header}.`],
    ['two dots', '..'],
    ['a dot', '.'],
    ['rubbish', 'rubbish'],
    ['with the signature of another', `${header}.${payload}.${otherSignature}`],
    ['with the payload of another', `${header}.${otherPayload}.${signature}`],
    ['with the signature first', `${signature}.${payload}.${header}`],
    ['of four parts', `${own}.${signature}`],
    ['of five parts, as JWE', `${own}.${payload}.${signature}`],
    ['with its parts twice', `${own}.${own}`],
    ['with a padded header', `${header}=.${payload}.${signature}`],
    ['with a padded payload', `${header}.${payload}==.${signature}`],
    ['with a padded signature', `${own}=`],
    ['in the other alphabet', special.replaceAll('-', '+').replaceAll('_', '/')],
    ['with a respelled signature', respelled(own)],
    ['with a blank in it', `${header}.${payload} .${signature}`],
    ['with a tab in it', `${header}.\t${payload}.${signature}`],
    ['with a comma', `${own},`],
    ['in quotes', `"${own}"`],
    ['percent-encoded', own.replaceAll('.', '%2E')],
    ['in upper case', own.toUpperCase()],
    ['with a hard blank after it', `${own}\u00a0`],
    ['with a letter beyond ASCII', `${own}\u00e9`],
    ['with a line separator of Latin-1', `${own}\u0085`],
    ['of 20 KB, without meaning', randomBytes(LARGE).toString('base64url').slice(0, LARGE)],
    ['of 20 KB, in dots', '.'.repeat(LARGE)],
    ['with a signature of 20 KB', `${header}.${payload}.${signature.padEnd(LARGE, 'A')}`],
    ['with claims of 20 KB, signed', sign(alter(own, { jti: 'x'.repeat(LARGE) }))],
    [
      'with a header of 20 KB, signed',
      sign(alter(own, {}), { header: { alg: 'HS256', typ: 'JWT', kid: 'x'.repeat(LARGE) } }),
    ],
  ];
}
