/** A valid run as plain JSON, with what a test changes of it. */
export const runBody = (changes: object = {}) => ({
  start_time: '2020-01-24T16:34:34.838Z',
  end_time: '2020-01-24T16:58:45.838Z',
  distance: 4200,
  start_lat: 12.8947909,
  start_lng: 77.6427151,
  end_lat: 12.8986343,
  end_lng: 77.656089,
  ...changes,
});
