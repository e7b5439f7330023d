export const TryPanel = () => <p>Requests are built here.</p>;
