import { claimAt } from '../tokens/token';
import type { Attribute } from './attribute';
import { isPresent, type TextMatch, textMatch } from './text-match';

/** `ISSUER/SUBJECT`, which are compared each by itself. */
export const requestPrincipal: Attribute = {
  isHttpOnly: true,
  match: (value) => {
    const { issuer, subject } = principalMatches(value);
    return ({ token }) => token?.subject !== undefined && issuer(token.issuer) && subject(token.subject);
  },
};

/** A claim, whose name is in brackets, as are those of the claims that hold it: text, or a list with such a text. */
export function claimAttribute(name: string): Attribute {
  const path = namesInBrackets(name);
  return {
    isHttpOnly: true,
    match: (value) => {
      const match = textMatch(value);
      const matches = (one: unknown) => typeof one === 'string' && match(one);
      return (
        path &&
        (({ token }) => {
          const claim = token && claimAt(token.claims, path);
          return Array.isArray(claim) ? claim.some(matches) : matches(claim);
        })
      );
    },
  };
}

/** A `*` belongs to the side of the last slash that it stands on; without slash the other side is anything. (H7) */
function principalMatches(value: string): { readonly issuer: TextMatch; readonly subject: TextMatch } {
  const slash = value.lastIndexOf('/');
  if (value === '*') {
    return { issuer: isPresent, subject: isPresent };
  }
  if (slash < 0 && value.startsWith('*')) {
    return { issuer: isPresent, subject: textMatch(value) };
  }
  if (slash < 0 && value.endsWith('*')) {
    return { issuer: textMatch(value), subject: isPresent };
  }
  const issuer = slash < 0 ? value : value.slice(0, slash);
  const subject = slash < 0 ? '' : value.slice(slash + 1);
  // Only one side may have a `*`: that of the subject is literal where the issuer begins with one.
  return value.startsWith('*')
    ? { issuer: textMatch(issuer), subject: (text) => text === subject }
    : {
        issuer: (text) => text === issuer,
        subject: subject.endsWith('*') ? prefixMatch(subject.slice(0, -1)) : (text) => text === subject,
      };
}

/** `x*`, of which `*` alone is any text but none. */
function prefixMatch(prefix: string): TextMatch {
  return prefix === '' ? isPresent : (text) => text.startsWith(prefix);
}

/** `[a][b]` as a and b; what is no such list is one name, if it is in brackets at all. */
function namesInBrackets(text: string): readonly string[] | undefined {
  if (/^(\[[^[\]]*\])*$/.test(text)) {
    return text === '' ? [] : text.slice(1, -1).split('][');
  }
  const name = nameInBrackets(text);
  return name === undefined ? undefined : [name];
}

/** The name in `[name]`; undefined where there are no brackets. */
export function nameInBrackets(text: string): string | undefined {
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : undefined;
}
