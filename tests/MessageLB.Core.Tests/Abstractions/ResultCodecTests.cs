using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class ResultCodecTests
{
    private static readonly WorkResult Done = new("o-1", 1, ResultStatus.Success, 3.2, Dispatcher: "d1");
    private static readonly WorkResult Failed = new("o-2", 7, ResultStatus.Retry, 20.125, "Timeout: late");

    [Fact]
    public void Write_TwoResults_IsTheDocumentedText()
    {
        const string Expected =
            """
            [{"message_id":"o-1","attempt":1,"status":"success","duration_ms":3.2,"dispatcher":"d1"},
            {"message_id":"o-2","attempt":7,"status":"retry","duration_ms":20.125,"error":"Timeout: late"}]
            """;

        Assert.Equal(Expected.ReplaceLineEndings(string.Empty), Encoding.UTF8.GetString(Write(Done, Failed)));
    }

    [Fact]
    public void Read_AnyResults_SurviveTheWay()
    {
        var result =
            from id in Gen.Choose('!', '\u00ff').Select(c => (char)c).NonEmptyListOf()
            from attempt in Gen.Choose(1, 1000)
            from status in Gen.Elements(Enum.GetValues<ResultStatus>())
            from milliseconds in Gen.Choose(0, 1_000_000)
            from error in Gen.Elements(null, "", "E: \"quoted\" \ud83d\ude00")
            from dispatcher in Gen.Elements(null, "node1-4711-3fa9")
            select new WorkResult(new string([.. id.Take(ResultCodec.LongestId)]), attempt, status, milliseconds / 1000.0, error, dispatcher);
        var batches = result.ArrayOf().Where(batch => batch.Length is > 0 and <= ResultCodec.MaxResults);

        Prop.ForAll(batches.ToArbitrary(), batch =>
        {
            Assert.True(ResultCodec.TryRead(Write(batch), out var read, out _));
            Assert.Equal(batch, read);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Write_TheLargestBatch_FitsIntoTheLimit()
    {
        var worst = new WorkResult(new string('\u0001', ResultCodec.LongestId), int.MaxValue, ResultStatus.Success, HeartbeatTime, new string('\u0001', 2000), new string('d', Names.MaxLength));

        var written = Write([.. Enumerable.Repeat(worst, ResultCodec.MaxResults)]);

        Assert.True(ResultCodec.TryRead(written, out var read, out var error), error);
        Assert.Equal(FailureNotes.LongestError, read[0].Error!.Length);
    }

    [Fact]
    public void Write_TooManyOrNone_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("results", () => Write([.. Enumerable.Repeat(Done, ResultCodec.MaxResults + 1)]));
        Assert.Throws<ArgumentOutOfRangeException>("results", () => Write());
    }

    [Fact]
    public void Read_OnlyTheRequiredFieldsAndAnUnknownOne_HasTheDefaults()
    {
        Assert.True(ResultCodec.TryRead("""[{"status":"return","later":{"a":[1]},"attempt":2,"message_id":"m"}]"""u8, out var read, out _));

        Assert.Equal([new WorkResult("m", 2, ResultStatus.Return, 0)], read);
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{}", "no results: expected an array")]
    [InlineData("[]", "a field cannot be read: no result")]
    [InlineData("[7]", "no results: expected an object")]
    [InlineData("""[{"message_id":"m","attempt":1,"status":"success"}] x""", "not valid JSON")]
    [InlineData("""[{"message_id":"m","attempt":1,"status":"success"}""", "not valid JSON")]
    [InlineData("""[{"attempt":1,"status":"success"}]""", "a field cannot be read: field 'message_id' is missing or not 1 to 255 characters")]
    [InlineData("""[{"message_id":"","attempt":1,"status":"success"}]""", "a field cannot be read: field 'message_id' is missing or not 1 to 255 characters")]
    [InlineData("""[{"message_id":7,"attempt":1,"status":"success"}]""", "a field cannot be read: ")]
    [InlineData("""[{"message_id":"\ud800","attempt":1,"status":"success"}]""", "a field cannot be read: ")]
    [InlineData("""[{"message_id":"m","status":"success"}]""", "a field cannot be read: field 'attempt' is missing or below 1")]
    [InlineData("""[{"message_id":"m","attempt":0,"status":"success"}]""", "a field cannot be read: field 'attempt' is missing or below 1")]
    [InlineData("""[{"message_id":"m","attempt":1e9,"status":"success"}]""", "a field cannot be read: ")]
    [InlineData("""[{"message_id":"m","attempt":1}]""", "a field cannot be read: field 'status' is none of success, retry, drop, return")]
    [InlineData("""[{"message_id":"m","attempt":1,"status":"Success"}]""", "a field cannot be read: field 'status' is none of success, retry, drop, return")]
    [InlineData("""[{"message_id":"m","attempt":1,"status":"success","duration_ms":-1}]""", "a field cannot be read: field 'duration_ms' is outside")]
    [InlineData("""[{"message_id":"m","attempt":1,"status":"success","dispatcher":"a.b"}]""", "a field cannot be read: field 'dispatcher' is not a valid name")]
    public void Read_Malformed_IsRefusedWithTheReason(string json, string reason)
    {
        Assert.False(ResultCodec.TryRead(Encoding.UTF8.GetBytes(json), out var read, out var error));

        Assert.Empty(read);
        Assert.StartsWith(reason, error);
    }

    [Fact]
    public void Read_TooLargeOrTooMany_IsRefused()
    {
        var one = """{"message_id":"m","attempt":1,"status":"success"}""";

        Assert.False(ResultCodec.TryRead(new byte[ResultCodec.MaxSize + 1], out _, out var large));
        Assert.False(ResultCodec.TryRead(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(one, ResultCodec.MaxResults + 1))}]"), out _, out var many));

        Assert.Equal("524289 bytes, more than 524288", large);
        Assert.Equal("a field cannot be read: more than 64 results", many);
    }

    [Fact]
    public void Read_AnyBytes_NeverThrows()
    {
        var pieces = Gen.Elements("[", "]", "{", "}", ",", ":", "\"message_id\"", "\"attempt\"", "\"status\"", "\"success\"", "1", "-1e400", "null", "\"\\ud800\"", "\u00ff");

        Prop.ForAll(pieces.ListOf().Select(all => string.Concat(all)).ToArbitrary(), text =>
        {
            var isRead = ResultCodec.TryRead(Encoding.Latin1.GetBytes(text), out _, out var error);
            Assert.Equal(isRead, error is null);
        }).QuickCheckThrowOnFailure();
    }

    private const double HeartbeatTime = 1e14;

    private static byte[] Write(params WorkResult[] results)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ResultCodec.Write(buffer, results);
        return buffer.WrittenSpan.ToArray();
    }
}
