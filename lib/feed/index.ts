export { setFeedTarget, publishEverything, removeFeedTarget } from './set-target';
export { queueDueFeeds } from './queue-feeds';
export { publishFeed } from './publish-feed';
export { readCatalogue } from './read-catalogue';
export { findCatalogueState } from './store';
export { loadFeed, type FeedRefusalView, type FeedView } from './view';
