export {
  AskedParts,
  type CoveredPart,
  coveredParts,
  describeCoverage,
  type MeshCoverage,
} from './coverage';
export { decidingParts, isDenial, keysAskedBy, partsAskedBy } from './deciding-parts';
export { keyOf, type MeshPart, partsOf } from './parts';
