using System.Text.Json.Serialization;
using MessageLB.Core.Recommendations;

namespace MessageLB.Web.Recommending;

/// <summary>Something that the figures alone show to be worth a look.</summary>
/// <param name="Kind"><c>too_few_workers</c>, <c>spare_workers</c>, <c>window_too_small</c>, <c>weights_off</c> or <c>failing</c>.</param>
/// <param name="Destination">Where; absent for the group as a whole.</param>
/// <param name="Summary">What is so, with the figures.</param>
/// <param name="Remedy">What is to be done about it.</param>
public sealed record FindingResponse(
    string Kind, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Destination, string Summary, string Remedy)
{
    /// <summary>Copies a finding.</summary>
    public static FindingResponse From(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new FindingResponse(WordOf(finding.Kind), finding.Destination, finding.Summary, finding.Remedy);
    }

    private static string WordOf(FindingKind kind) => kind switch
    {
        FindingKind.TooFewWorkers => "too_few_workers",
        FindingKind.SpareWorkers => "spare_workers",
        FindingKind.WindowTooSmall => "window_too_small",
        FindingKind.WeightsOff => "weights_off",
        _ => "failing",
    };
}
