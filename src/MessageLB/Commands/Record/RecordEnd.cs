namespace MessageLB.CommandLine.Commands.Record;

/// <summary>What the last line of a recording says.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="Arrivals">Arrivals in it.</param>
/// <param name="Services">Service reports in it.</param>
/// <param name="LeftOut">Events that are missing.</param>
internal sealed record RecordEnd(string Reason, long Arrivals, long Services, long LeftOut);
