import { check } from '../../../lib/checks';
import { readYaml } from '../../../lib/manifests/read-yaml';
import { MeshModel } from '../../../lib/routing';
import { type MapEdge, type MapNode, type MeshMap, meshMap } from '../../../lib/view/map/mesh-map';

/** The map of manifests in YAML, with the findings of `check`. */
export function mapOf(yaml: string): MeshMap {
  const { manifests } = readYaml(yaml, 'mesh.yaml');
  return meshMap(MeshModel.fromManifests(manifests), check(manifests));
}

/** A map as lines of text: a node with its marks, and below it where it leads. */
export function mapLines({ nodes, edges }: MeshMap): string[] {
  return nodes.flatMap((node) => [
    nodeLine(node),
    ...edges.filter(({ from }) => from === node.id).map((edge) => `  -> ${edgeLine(edge)}`),
  ]);
}

function nodeLine({ id, label, details, marks }: MapNode): string {
  const { findings, ...plain } = marks;
  const marked = Object.entries(plain).map(([mark, value]) => (value === true ? mark : `${mark}: ${value}`));
  const counts = findings ? [`${findings.errors}/${findings.warnings}/${findings.notes} findings`] : [];
  return [id, label, details.join('; '), [...marked, ...counts].join('; ')].join(' | ').replace(/[ |]+$/, '');
}

function edgeLine({ to, share, mirrors, encryption, broken, via, isBack }: MapEdge): string {
  const parts = [
    ...(share === undefined ? [] : [`${share * 100}%`]),
    ...(mirrors === undefined ? [] : [`copies ${mirrors * 100}%`]),
    ...(encryption ? [encryption] : []),
    ...(broken ? [`broken: ${broken}`] : []),
    ...(via ? [`via ${via.join(' and ')}`] : []),
    ...(isBack ? ['back'] : []),
  ];
  return [to, ...parts].join(', ');
}
