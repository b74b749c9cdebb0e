export * from './cors-verifier';
export * from './cors-verifier-props';
