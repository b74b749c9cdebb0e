export { outputProbeCommand, pagesOf, refuseProbePath } from './probe-command';
