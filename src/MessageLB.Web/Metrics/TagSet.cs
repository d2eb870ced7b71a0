namespace MessageLB.Web.Metrics;

/// <summary>The tags of one series, in the order in which the instrument gives them, with their text in the exposition format.</summary>
internal sealed class TagSet
{
    /// <summary>The series that takes what exceeds the limit of series.</summary>
    public static readonly TagSet Overflow = new([new("messagelb.overflow", "true")]);

    private readonly KeyValuePair<string, object?>[] _tags;

    public TagSet(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _tags = tags.ToArray();
        Labels = PrometheusText.Labels(_tags);
    }

    public ReadOnlySpan<KeyValuePair<string, object?>> Tags => _tags;

    /// <summary>As <c>a="1",b="2"</c>; empty without tags.</summary>
    public string Labels { get; }
}
