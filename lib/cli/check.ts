import { check, FAIL_ON, isFailure, knownCode, type Message, mergedMessages } from '../checks';
import { SYSTEM_NAMESPACES } from '../istiod/injection/namespaces';
import { isKnownKind } from '../manifests/kinds';
import type { YamlProblem } from '../manifests/read-yaml';
import { describeTold } from '../surroundings';
import { complainOf, contentsAt, pathsFrom } from './manifests';
import {
  aroundFrom,
  CONTEXT_OPTION,
  contextFrom,
  MESH_OPTIONS,
  meshOptionsFrom,
  meshUsage,
} from './mesh-options';
import { asAnnotations, asJson, asText, summary } from './messages';
import type { Output } from './output';
import { asSarif } from './sarif';
import { attempt, choice, parse } from './usage';

const USAGE = `usage: cdk8s-istio check [OPTION]... [PATH]...

What is wrong with these manifests? A PATH is a YAML or JSON file, a folder with its subfolders, or - for
standard input. Without a PATH, the manifests in the folder "dist" are checked. Of several objects with the
same kind, namespace and name, the last one counts. What a MeshApp says of its mesh holds for what it wrote;
these options win, and --context and --ignore add to it.

  --output FORMAT          text, json, sarif for code scanning, or github for annotations of a workflow (text)
${meshUsage('objects that already exist: other objects may refer to them, and nothing is reported on them', { names: 2, texts: 27 })}
  --ignore CODE            do not report findings with this code, such as IST0118; may be repeated
  --fail-on error|warning  the least severe finding that makes the exit status 1 (error)

exit status: 0 if there are no such findings, 1 if there are, 2 if the call is wrong or a file is not YAML`;

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;

const OPTIONS = {
  output: { type: 'string', default: 'text' },
  ...MESH_OPTIONS,
  ...CONTEXT_OPTION,
  ignore: { type: 'string', multiple: true, default: [] as string[] },
  'fail-on': { type: 'string', default: 'error' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `cdk8s-istio check`: prints the findings. The exit status says whether any of them is bad. */
export function runCheck(args: readonly string[], output: Output): number {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS }, USAGE);
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  const format = choice('--output', values.output, FORMATS);
  const failOn = choice('--fail-on', values['fail-on'], FAIL_ON);
  const ignore = values.ignore
    .flatMap((codes) => codes.split(','))
    .map((code) => attempt(() => knownCode(code, '--ignore')));
  // Before anything is read.
  meshOptionsFrom(values);
  const paths = pathsFrom(positionals);

  const contents = contentsAt(paths);
  const around = aroundFrom(values, contents, contextFrom(values.context, output));
  const { context, options } = around;
  const messages = check(contents.manifests, { context, ignore: [...around.ignore, ...ignore], ...options });
  const problems = [...contents.problems, ...around.problems];
  // Of kinds that are not known, those of groups that Istio does not have are reported.
  const reported = new Set(messages.map(({ object }) => object));
  const known = contents.manifests.filter((manifest) => isKnownKind(manifest) || reported.has(manifest));
  if (known.length + messages.length + problems.length === 0) {
    output.complain(`cdk8s-istio: nothing to check: ${noObjectsIn(paths)}`);
    return 2;
  }
  const { patches } = contents;
  const skipped = contents.skipped + contents.manifests.length - known.length;
  const system = known.filter(({ namespace }) => SYSTEM_NAMESPACES.includes(namespace)).length;
  const objects = known.length - system;
  const told = describeTold(around.told);
  print(format, { messages, objects, skipped, patches, system, problems, told }, output);
  return problems.length > 0 ? 2 : messages.some((message) => isFailure(message, failOn)) ? 1 : 0;
}

/** What was found. */
interface Found {
  readonly messages: readonly Message[];
  /** How many objects were checked. */
  readonly objects: number;
  readonly skipped: number;
  readonly patches: number;
  /** How many objects are in system namespaces. */
  readonly system: number;
  readonly problems: readonly YamlProblem[];
  /** What apps have noted. */
  readonly told: readonly string[];
}

function print(format: (typeof FORMATS)[number], found: Found, output: Output): void {
  const { messages, objects, problems } = found;
  if (format === 'json') {
    output.print(asJson(messages, found));
    return;
  }
  if (format === 'sarif') {
    complainOf(problems, output);
    output.print(asSarif(messages, problems));
    return;
  }
  const merged = mergedMessages(messages);
  const lines = format === 'github' ? asAnnotations(merged, problems) : asText(merged, output.isColoured);
  if (lines.length > 0) {
    output.print(lines.join('\n'));
  }
  if (format === 'text') {
    complainOf(problems, output);
  }
  output.print([...(format === 'text' ? found.told : []), summary(merged, objects, found)].join('\n'));
}

/** Files without objects are more likely a mistake than good manifests. */
function noObjectsIn(paths: readonly string[]): string {
  const names = paths.map((path) => `"${path}"`).join(', ');
  return `no objects of Kubernetes or Istio in ${names}; name the files with the manifests`;
}
