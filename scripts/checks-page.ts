import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { IST9001 } from '../lib/catalogue/admission-codes';
import * as constructs from '../lib/catalogue/construct-codes';
import { IST0106 } from '../lib/catalogue/istio-traffic-codes';
import type { MessageType } from '../lib/catalogue/message-type';
import { MESSAGE_TYPES } from '../lib/checks/message-types';
import { IST9002, IST9003 } from '../lib/checks/repeated-objects';
import { RULES } from '../lib/checks/rules';

const ROOT = resolve(__dirname, '..');
const RULES_FOLDER = 'lib/checks/rules';

/** What reports before any rule runs, and what only constructs report. */
const BEFORE_RULES = [
  { name: 'schema', file: 'lib/admission/schema/schema-findings.ts', reports: [IST0106, IST9001] },
  { name: 'repeated-objects', file: 'lib/checks/repeated-objects.ts', reports: [IST9002, IST9003] },
  { name: 'constructs', file: 'lib/constructs/mistakes.ts', reports: Object.values(constructs) },
];

const HEAD = `<!-- Written by \`npm run docs:update\`; do not edit. -->

# What \`check\` reports

An **Error** breaks traffic, or the API server or istiod refuses the object. A **Warning** is probably not what the author
meant. An **Info** is worth knowing. To leave out a code, call \`npx cdk8s-istio check --ignore CODE\`; to leave out codes
on one object, annotate it with \`galley.istio.io/analyze-suppress: CODE,CODE\`. [check.md](check.md) describes the command.

The second column names the codes under which [Kiali](https://kiali.io/docs/features/validations/) reports the same mistake,
or a part of it. The last column links to the file of the repository that decides; the package has no sources. The comments there cite
[how istiod and Envoy treat the manifests](istio-semantics.md).
`;

const ISTIO = `## Istio's codes

\`istioctl analyze\` reports the same codes; see
[Istio's list](https://istio.io/latest/docs/reference/config/analysis/). IST0106 stands for everything that the API server
or istiod refuses, and IST0133 for everything that istiod warns of.
`;

const OWN = `## Codes of this library

These codes stand for mistakes that Istio accepts in silence and has no code for. They begin with IST9, far beyond Istio's
own codes, so that programs that read \`IST\` and four digits read them as well.
`;

/** `docs/checks.md`, from the catalogue of messages and the list of rules. */
export function checksPage(): string {
  const files = ruleFiles();
  const table = (types: readonly MessageType[]) =>
    [
      '| code | Kiali | level | name | reported when | by |',
      '| --- | --- | --- | --- | --- | --- |',
      ...types.map((type) => rowOf(type, files)),
    ].join('\n');
  const isOwn = ({ code }: MessageType) => code.startsWith('IST9');
  const istio = table(MESSAGE_TYPES.filter((type) => !isOwn(type)));
  const own = table(MESSAGE_TYPES.filter(isOwn));
  return `${HEAD}\n${ISTIO}\n${istio}\n\n${OWN}\n${own}\n`;
}

function rowOf(type: MessageType, files: ReadonlyMap<string, string>): string {
  const { code, kiali = [], level, name, summary } = type;
  const rules = RULES.filter(({ reports }) => reports.includes(type)).map((rule) => rule.name);
  const links = [
    ...BEFORE_RULES.filter(({ reports }) => reports.some((reported) => reported.code === code)).map(
      ({ name, file }) => linkTo(file, name),
    ),
    ...rules.map((rule) => linkTo(files.get(rule) ?? '', rule)),
  ];
  return `| ${[code, kiali.join(', '), level, name, summary.replaceAll('|', '\\|'), links.join(', ')].join(' | ')} |`;
}

function linkTo(file: string, text: string): string {
  return `[${text}](../${file})`;
}

/** The file of each rule, which has the rule's name. */
function ruleFiles(): ReadonlyMap<string, string> {
  const files = readdirSync(join(ROOT, RULES_FOLDER), { recursive: true, encoding: 'utf8' });
  return new Map(
    files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [basename(file, '.ts'), `${RULES_FOLDER}/${file.replaceAll('\\', '/')}`]),
  );
}
