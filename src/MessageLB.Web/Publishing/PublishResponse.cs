namespace MessageLB.Web.Publishing;

/// <summary>Answer to a publish that the broker has confirmed.</summary>
/// <param name="MessageId">Id of the message, the caller's or a new one.</param>
/// <param name="Outcome">Always <c>confirmed</c>; everything else is answered with a problem.</param>
public sealed record PublishResponse(string MessageId, string Outcome);
