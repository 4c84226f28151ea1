import { type MeshModel, type TraceRequest, trace } from '../../routing';
import { meshMap } from '../map/mesh-map';
import { condensed } from './condensed';
import { withinLimits } from './limits';
import { drawnWays } from './ways';

/** A mesh, or the ways of some requests through it, as a Mermaid flowchart. */
export interface MermaidDrawing {
  readonly text: string;
  /** What the drawing leaves out, as ends of the sentence "The drawing leaves out ...". */
  readonly leftOut: readonly string[];
}

/**
 * Draws a mesh.
 *
 * @param requests draws their ways only, unless there are none
 * @throws InvalidRequest if a request is malformed, or its source does not exist
 */
export function drawMesh(model: MeshModel, requests: readonly TraceRequest[]): MermaidDrawing {
  const ways = requests.map((request) => ({ request, trace: trace(model, request) }));
  const map = meshMap(model);
  return withinLimits(ways.length > 0 ? drawnWays(map, ways) : condensed(map));
}
