import { METHODS } from '../../http';

/** What `ALL` methods of a response headers policy are, in the order in which CloudFront writes them (rule 96). */
export const ALL_METHODS: readonly string[] = [...METHODS].sort();
