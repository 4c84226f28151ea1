import type { TraceRequest } from '../../routing';
import { claimsOf } from '../../routing/request/request';
import { shellWord } from './shell-word';

/**
 * The command that traces a request, for a shell.
 *
 * @param options what the command is told besides the request
 * @param paths the manifests
 */
export function traceCommand(
  request: TraceRequest,
  options: readonly string[] = [],
  paths: readonly string[] = [],
): string {
  const { method, headers = {}, from, clientIp, sni, clientCertificate, url } = request;
  const words = [
    ...options,
    ...(method === undefined ? [] : ['-X', method]),
    ...Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().flatMap((each) => ['-H', each === '' ? `${name};` : `${name}: ${each}`]),
    ),
    ...(from === undefined || from === 'gateway' ? [] : ['--from', from]),
    ...(clientIp === undefined ? [] : ['--client-ip', clientIp]),
    ...(sni === undefined ? [] : ['--sni', sni]),
    ...(clientCertificate ? ['--client-certificate'] : []),
    ...Object.entries(claimsOf(request) ?? {}).flatMap(([name, value]) => [
      '--jwt-claim',
      `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ]),
    url,
    ...paths,
  ];
  return `cdk8s-istio trace ${words.map(shellWord).join(' ')}`;
}
