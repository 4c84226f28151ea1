import { createHash } from 'node:crypto';
import { CHECKS_ELEMENT, DATA_ELEMENT, type PageData } from '../page/page-data';

/** By which a page is known. It stands at the beginning, so that little has to be read. */
export const GENERATOR = '<meta name="generator" content="cdk8s-istio view">';

/** The code and the styles of the page. */
export interface PageCode {
  readonly script: string;
  /** The code of the checks, which the script runs when they are first needed. */
  readonly checks: string;
  readonly styles: string;
  /** The licences of the packages that are in the code. */
  readonly notices: string;
}

/** The page as one file of HTML, and the policy that it is to be served with. */
export interface PageDocument {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

/** Only a page of a server may ask for anything, and only that server. */
export function pageDocument({ script, checks, styles, notices }: PageCode, data: PageData): PageDocument {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}' '${hashOf(checks)}'`,
    `style-src '${hashOf(styles)}'`,
    'img-src data:',
    ...(data.isLive ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${GENERATOR}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(data.paths)}</title>
<style>${styles}</style>
</head>
<body>
<script type="application/json" id="${DATA_ELEMENT}">${jsonInHtml(data)}</script>
<script type="text/plain" id="${CHECKS_ELEMENT}">${checks}</script>
<script>${script}</script>
<script type="text/plain">
${notices.replaceAll('<', '&lt;')}</script>
</body>
</html>
`;
  return { html, contentSecurityPolicy: `${policy}; frame-ancestors 'none'` };
}

/** JSON that cannot end the element that it is in, and that is also a literal of old JavaScript. */
function jsonInHtml(data: PageData): string {
  return JSON.stringify(data).replace(/[<\u2028\u2029]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function titleOf(paths: readonly string[]): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return `${paths.join(', ').replace(/[&<>]/g, (character) => entities[character] ?? '')}: the mesh`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
