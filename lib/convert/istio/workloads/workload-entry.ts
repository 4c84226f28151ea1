import { type Code, imported } from '../../../code';
import { ProbeScheme } from '../../../constructs';
import { isFilledText } from '../../../manifests/manifest';
import { type Fields, isList, isNumber, type Spot } from '../fields';
import { serviceAccount } from '../identities';
import type { Raised } from '../raised';
import { enumerated, istio, namedItems, numberItem, options } from '../words';

export function workloadEntry(fields: Fields): Raised {
  return { construct: istio('WorkloadEntry'), props: workloadEndpoint(fields) };
}

/** The address of a workload and what is known of it. */
export function workloadEndpoint(fields: Fields): Readonly<Record<string, Code>> {
  return {
    address: fields.text('address'),
    ports: fields.map('ports', numberItem),
    labels: fields.textMap('labels'),
    network: fields.text('network'),
    locality: fields.text('locality'),
    weight: fields.number('weight'),
    serviceAccount: fields.say('serviceAccount', isFilledText, serviceAccount),
  };
}

export function workloadGroup(fields: Fields): Raised {
  return {
    construct: istio('WorkloadGroup'),
    props: {
      workloadMetadata: fields.object('metadata', (metadata) => ({
        labels: metadata.textMap('labels'),
        annotations: metadata.textMap('annotations'),
      })),
      template: fields.required('template', fields.object('template', workloadEndpoint)),
      probe: fields.object('probe', readinessProbe),
    },
  };
}

function readinessProbe(fields: Fields): Code {
  const timing = {
    initialDelaySeconds: seconds(fields, 'initialDelaySeconds'),
    periodSeconds: seconds(fields, 'periodSeconds'),
    timeoutSeconds: seconds(fields, 'timeoutSeconds'),
    successThreshold: fields.number('successThreshold'),
    failureThreshold: fields.number('failureThreshold'),
  };
  const httpGet = fields.within('httpGet', httpGetProbe);
  if (httpGet) {
    return istio('ReadinessProbe.httpGet').call({ ...httpGet, ...timing });
  }
  const tcpSocket = fields.within('tcpSocket', (probe) => ({ ...port(probe), host: probe.text('host') }));
  if (tcpSocket) {
    return istio('ReadinessProbe.tcpSocket').call({ ...tcpSocket, ...timing });
  }
  const grpc = fields.within('grpc', (probe) => ({ ...port(probe), service: probe.text('service') }));
  if (grpc) {
    return istio('ReadinessProbe.grpc').call({ ...grpc, ...timing });
  }
  const command = fields.within('exec', (probe) => probe.required('command', probe.textsOrNone('command')));
  return istio('ReadinessProbe.exec').call(fields.required('exec', command), options(timing));
}

function httpGetProbe(fields: Fields): Readonly<Record<string, Code>> {
  return {
    ...port(fields),
    path: fields.text('path'),
    host: fields.text('host'),
    scheme: enumerated(fields, 'scheme', { ProbeScheme }),
    headers: fields.say('httpHeaders', isList, probeHeaders),
  };
}

function port(fields: Fields): Readonly<Record<string, Code>> {
  return { port: fields.required('port', fields.number('port')) };
}

/** The headers of a probe by their names. */
function probeHeaders(items: readonly unknown[], spot: Spot): Code {
  return namedItems(items, spot, (fields) => fields.required('value', fields.text('value')));
}

function seconds(fields: Fields, name: string): Code {
  return fields.say(name, isNumber, (number) => imported('cdk8s', 'Duration.seconds').call(number));
}
