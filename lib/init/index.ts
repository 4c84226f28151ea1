export type { ProjectFile, ProjectFiles } from './own-files';
export { type Project, projectFiles } from './project-files';
