import { parseArgs } from 'node:util';
import { check, type Message } from '../checks';
import { readFiles } from '../manifests/files';

/** `cdk8s-istio check`: prints what is wrong, and says by its exit status whether that is bad. */
export function runCheck(args: readonly string[]): number {
  const { positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      output: { type: 'string', default: 'text' },
      'mesh-config': { type: 'string' },
    },
  });
  const { manifests } = readFiles(positionals.length > 0 ? positionals : ['dist']);
  const messages = check(manifests);
  console.log(JSON.stringify({ messages: messages.map(plain) }, undefined, 2));
  return messages.some(({ level }) => level === 'Error') ? 1 : 0;
}

function plain({ code, level, object, field, message, line }: Message): object {
  const { apiVersion, kind, namespace, name, origin } = object;
  const resource = { apiVersion, kind, namespace, name };
  return { code, level, resource, message: field ? `${field} ${message}` : message, file: origin.file, line };
}
