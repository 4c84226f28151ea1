import { check, MESSAGE_TYPES, type Message } from '../checks';
import { readMeshConfig } from '../istiod/mesh-config-file';
import { describeProblem, noFilesIn, readFiles } from '../manifests/files';
import { isKnownKind } from '../manifests/kinds';
import { asJson, asText, summary } from './messages';
import type { Output } from './output';
import { attempt, choice, parse, UsageError } from './usage';

const USAGE = `usage: cdk8s-istio check [OPTION]... [PATH]...

What is wrong with these manifests? A PATH is a YAML file, a folder with all its YAML files, or - for
standard input; "dist" when none is given.

  --output text|json       how to print what is found (text)
  --mesh-config FILE       the MeshConfig of the mesh, as YAML (what istioctl install leaves)
  --context PATH           objects that exist already: others may refer to them, nothing is reported on
                           them; may be repeated
  --ignore CODE            leave out what has this code, such as IST0118; may be repeated
  --fail-on error|warning  what makes the exit status 1 (error)

exit status: 0 when nothing bad is found, 1 when something is, 2 when the call is wrong or a file is no YAML`;

const OPTIONS = {
  output: { type: 'string', default: 'text' },
  'mesh-config': { type: 'string' },
  context: { type: 'string', multiple: true, default: [] as string[] },
  ignore: { type: 'string', multiple: true, default: [] as string[] },
  'fail-on': { type: 'string', default: 'error' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `cdk8s-istio check`: prints what is wrong, and says by its exit status whether that is bad. */
export function runCheck(args: readonly string[], output: Output): number {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS }, USAGE);
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  const format = choice('--output', values.output, ['text', 'json']);
  const failOn = choice('--fail-on', values['fail-on'], ['error', 'warning']);
  const ignore = values.ignore.flatMap((codes) => codes.split(',')).map(knownCode);
  const paths = positionals.length > 0 ? positionals : ['dist'];

  const contents = attempt(() => readFiles(paths));
  const context = attempt(() => readFiles(values.context));
  const meshConfig = values['mesh-config'];
  const mesh = meshConfig === undefined ? undefined : attempt(() => readMeshConfig(meshConfig));
  if (contents.files === 0) {
    throw new UsageError(noFilesIn(paths));
  }
  const messages = check(contents.manifests, { context: context.manifests, ignore, mesh });
  const problems = [...contents.problems, ...context.problems];
  const known = contents.manifests.filter(isKnownKind).length;
  const skipped = contents.skipped + contents.manifests.length - known;
  if (format === 'json') {
    output.print(asJson(messages, skipped, problems));
  } else {
    if (messages.length > 0) {
      output.print(asText(messages, output.isColoured).join('\n'));
    }
    for (const problem of problems) {
      output.complain(describeProblem(problem));
    }
    output.print(summary(messages, known, skipped));
  }
  return problems.length > 0 ? 2 : messages.some((one) => isBad(one, failOn)) ? 1 : 0;
}

function knownCode(code: string): string {
  if (!MESSAGE_TYPES.some((type) => type.code === code)) {
    throw new UsageError(`--ignore "${code}" is no code; use one such as ${MESSAGE_TYPES[0]?.code}`);
  }
  return code;
}

function isBad({ level }: Message, failOn: 'error' | 'warning'): boolean {
  return level === 'Error' || (level === 'Warning' && failOn === 'warning');
}
