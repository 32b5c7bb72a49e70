/** PostGraphile 5 asks for Node 22; all that it lacks on Node 20 is this function. */
Promise.withResolvers ??= function withResolvers() {
  const deferred = {};
  deferred.promise = new this((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
};
