using System.Text.Encodings.Web;
using System.Text.Json;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>What would make groups better, for programs.</summary>
/// <param name="Groups">The groups.</param>
internal sealed record RecommendAnswer(IReadOnlyList<AnswerGroup> Groups)
{
    private static readonly RecommendJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string ToJson(IEnumerable<RecommendationReport> reports) =>
        JsonSerializer.Serialize(new RecommendAnswer([.. reports.Select(AnswerGroup.Of)]), Json.RecommendAnswer);
}
