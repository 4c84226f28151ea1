import { claimAt } from '../tokens/token';
import type { Attribute } from './attribute';
import { isPresent, type TextMatch, textMatch } from './text-match';

/** `ISSUER/SUBJECT`. The two are matched separately. */
export const requestPrincipal: Attribute = {
  isHttpOnly: true,
  match: (value) => {
    const { issuer, subject } = principalMatches(value);
    return ({ token }) => token?.subject !== undefined && issuer(token.issuer) && subject(token.subject);
  },
};

/** A claim, whose path is a list of names in brackets. The claim is a string or a list of strings. */
export function claimAttribute(name: string): Attribute {
  const path = namesInBrackets(name);
  return {
    isHttpOnly: true,
    match: (value) => {
      const match = textMatch(value);
      const matches = (claim: unknown) => typeof claim === 'string' && match(claim);
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

/** A `*` belongs to its side of the last slash. Without a slash, the other side only has to be present. (H7) */
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
  // Only one side can have a `*`. If the issuer begins with one, a `*` in the subject stands for itself.
  return value.startsWith('*')
    ? { issuer: textMatch(issuer), subject: (text) => text === subject }
    : {
        issuer: (text) => text === issuer,
        subject: subject.endsWith('*') ? prefixMatch(subject.slice(0, -1)) : (text) => text === subject,
      };
}

/** `x*`; `*` alone matches any text that is not empty. */
function prefixMatch(prefix: string): TextMatch {
  return prefix === '' ? isPresent : (text) => text.startsWith(prefix);
}

/** `[a][b]` as a and b. Any other text in brackets is a single name. */
function namesInBrackets(text: string): readonly string[] | undefined {
  if (/^(\[[^[\]]*\])*$/.test(text)) {
    return text === '' ? [] : text.slice(1, -1).split('][');
  }
  const name = nameInBrackets(text);
  return name === undefined ? undefined : [name];
}

/** The name in `[name]`; undefined without brackets. */
export function nameInBrackets(text: string): string | undefined {
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : undefined;
}
