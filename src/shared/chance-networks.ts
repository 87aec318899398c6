/** Networks by chance that heads are compared with: each is read as often as the model itself. */
export const CHANCE_NETWORKS = 8;
