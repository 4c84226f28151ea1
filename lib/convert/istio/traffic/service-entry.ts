import type { Code } from '../../../code';
import { Location, Resolution } from '../../../constructs';
import { type Fields, isText } from '../fields';
import type { Raised } from '../raised';
import { selectorIn } from '../targets';
import { enumerated, istio, namesToWrite, portProtocol } from '../words';
import { workloadEndpoint } from '../workloads/workload-entry';

export function serviceEntry(fields: Fields): Raised {
  const hasSelector = fields.has('workloadSelector') && !fields.has('endpoints');
  return {
    construct: istio('ServiceEntry'),
    props: {
      hosts: fields.required('hosts', fields.textsOrNone('hosts')),
      addresses: fields.texts('addresses'),
      ports: ports(fields),
      location: enumerated(fields, 'location', { Location }),
      resolution: enumerated(fields, 'resolution', { Resolution }),
      endpoints: hasSelector
        ? selectorIn(fields, 'workloadSelector', 'labels')
        : fields.list('endpoints', workloadEndpoint),
      exportTo: fields.texts('exportTo'),
      subjectAltNames: fields.texts('subjectAltNames'),
    },
  };
}

function ports(fields: Fields): Code {
  const names = namesToWrite(fields.peek('ports'), ({ name, protocol, number }) => ({
    name,
    wish: `${isText(protocol) ? protocol.toLowerCase() : 'port'}-${number}`,
  }));
  return fields.list('ports', (port) => {
    const name = port.required('name', port.take('name', isText));
    const protocol = portProtocol(port);
    return {
      number: port.required('number', port.number('number')),
      protocol,
      name: names.has(name) || (port.has('protocol') && !protocol) ? name : undefined,
      targetPort: port.number('targetPort'),
    };
  });
}
