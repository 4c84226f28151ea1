import type { Code } from '../../../code';
import { ProxyImage } from '../../../constructs';
import { type Fields, isText } from '../fields';
import type { Raised } from '../raised';
import { selectorIn } from '../targets';
import { istio } from '../words';

export function proxyConfig(fields: Fields): Raised {
  return {
    construct: istio('ProxyConfig'),
    props: {
      selector: selectorIn(fields, 'selector', 'matchLabels'),
      concurrency: fields.number('concurrency'),
      environmentVariables: fields.textMap('environmentVariables'),
      image: fields.object('image', proxyImage),
    },
  };
}

function proxyImage(fields: Fields): Code {
  const type = fields.required('imageType', fields.take('imageType', isText));
  const known = Object.entries(ProxyImage).find(([, image]) => image.imageType === type);
  return known ? istio(`ProxyImage.${known[0]}`) : istio('ProxyImage.of').call(type);
}
