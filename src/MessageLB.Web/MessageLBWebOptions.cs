namespace MessageLB.Web;

/// <summary>Host knobs of the HTTP API.</summary>
public sealed class MessageLBWebOptions
{
    /// <summary>
    /// Host names that requests over loopback may name besides <c>localhost</c> and loopback addresses, for example the name that
    /// a reverse proxy on the same machine passes on. Compared without case. Default: none.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>How long a publish may wait for its confirm. <value>Above zero, default 10 s.</value></summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
