namespace MessageLB.Web.Health;

/// <summary>How many destinations a group has. A group without a ready one holds its messages at ingress; that is no fault.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Destinations">Destinations known.</param>
/// <param name="Ready">Those in state <c>ready</c>.</param>
public sealed record GroupHealthResponse(string Name, int Destinations, int Ready);
